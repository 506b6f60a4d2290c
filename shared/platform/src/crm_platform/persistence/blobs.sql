-- Files in pieces, by who sent them and by the SHA-256 that they were sent under. Whole once the media type is known.
CREATE TABLE blobs (
  owner      text NOT NULL,
  digest     text NOT NULL,
  length     integer NOT NULL,
  media_type text,
  touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (owner, digest)
);
CREATE TABLE blob_pieces (
  owner   text NOT NULL,
  digest  text NOT NULL,
  start   integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (owner, digest, start),
  FOREIGN KEY (owner, digest) REFERENCES blobs ON DELETE CASCADE
);
-- Pictures and archives are compressed already.
ALTER TABLE blob_pieces ALTER content SET STORAGE EXTERNAL;
