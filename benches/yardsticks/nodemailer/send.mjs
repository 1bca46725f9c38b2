// Brings messages through nodemailer's pool, each built for one person, and prints how many a second.
import nodemailer from "nodemailer";

const [port, messages] = process.argv.slice(2).map(Number);
const transport = nodemailer.createTransport({
  host: "127.0.0.1", port, secure: false, ignoreTLS: true, pool: true, maxConnections: 10, maxMessages: Infinity,
});
const arabic = "خرج الآلاف إلى الشوارع مطالبين بالحرية والعدالة والمساواة في كل مكان من البلاد. ".repeat(42);
const english = "Thousands took to the streets for freedom, justice and equality across the country. ".repeat(42);
const html = (n) => `<p lang="ar" dir="rtl">${arabic}</p><p>${english}</p><a href="https://alliance.example/${n}">x</a>`;
const send = (n) => transport.sendMail({
  from: "The Alliance <news@alliance.example>",
  to: `reader${n}@example.org`,
  subject: "العدد السابع: Issue seven",
  text: `${arabic}\n${english}\nhttps://alliance.example/${n}`,
  html: html(n),
  headers: { "List-Unsubscribe": `<https://alliance.example/leave/${n}>` },
});
const began = performance.now();
let next = 0;
await Promise.all(Array.from({ length: 20 }, async () => {
  while (next < messages) await send(next++);
}));
console.log((messages / ((performance.now() - began) / 1000)).toFixed(1));
transport.close();
