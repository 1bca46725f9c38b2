DROP TABLE pairings;
DROP TABLE article_topics;
DROP TABLE translations;
DROP TABLE articles;
DROP TABLE sources;
