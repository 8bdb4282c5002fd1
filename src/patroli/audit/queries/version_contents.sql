-- What is every version's hash made of?
SELECT version, title, text, parent_id, parent_text, media FROM versions;
