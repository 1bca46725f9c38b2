DROP TABLE issue_edits;
DROP TABLE issue_approvals;
DROP TABLE issue_articles;
DROP TABLE issue_texts;
DROP TABLE issues;
