DROP TABLE letters;
DROP TABLE deliveries;
DROP TABLE editions;
DROP TABLE dispatches;
DROP TABLE relays;
DROP TABLE workers;
