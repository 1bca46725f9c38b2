# Builds the one binary, then ships it alone with the roots of TLS.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked && strip target/release/hudhud

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data hudhud \
 && install -d -o hudhud -g hudhud -m 0700 /data
COPY --from=build /src/target/release/hudhud /usr/local/bin/hudhud
USER hudhud
WORKDIR /data
ENV HUDHUD_DATA_DIR=/data HUDHUD_BIND=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s \
  CMD bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /healthz HTTP/1.0\r\n\r\n" >&3 && grep -q " 200 " <&3'
ENTRYPOINT ["/usr/local/bin/hudhud"]
CMD ["serve"]
