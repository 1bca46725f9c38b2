DROP TABLE returned_counts;
