//! The first page, the page about data, and what stands beside all pages: assets, robots.txt, failures.
