"""A full-text index on what reports say, kept by triggers."""

from django.db import migrations

SQLITE = """
CREATE TABLE reports_words (id INTEGER PRIMARY KEY, report_id char(32) NOT NULL UNIQUE);
CREATE VIRTUAL TABLE reports_fts USING fts5(
  folded, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mc'", prefix='2 3'
);
INSERT INTO reports_words (report_id) SELECT id FROM reports_report ORDER BY id;
INSERT INTO reports_fts (rowid, folded)
  SELECT w.id, r.folded FROM reports_words w JOIN reports_report r ON r.id = w.report_id ORDER BY w.id;
CREATE TRIGGER reports_words_made AFTER INSERT ON reports_report BEGIN
  INSERT INTO reports_words (report_id) VALUES (new.id);
  INSERT INTO reports_fts (rowid, folded) SELECT id, new.folded FROM reports_words WHERE report_id = new.id;
END;
CREATE TRIGGER reports_words_changed AFTER UPDATE OF folded ON reports_report
WHEN old.folded IS NOT new.folded BEGIN
  INSERT INTO reports_fts (reports_fts, rowid, folded)
    SELECT 'delete', id, old.folded FROM reports_words WHERE report_id = old.id;
  INSERT INTO reports_fts (rowid, folded) SELECT id, new.folded FROM reports_words WHERE report_id = new.id;
END;
CREATE TRIGGER reports_words_gone AFTER DELETE ON reports_report BEGIN
  INSERT INTO reports_fts (reports_fts, rowid, folded)
    SELECT 'delete', id, old.folded FROM reports_words WHERE report_id = old.id;
  DELETE FROM reports_words WHERE report_id = old.id;
END;
"""

# A vector holds a megabyte at most; nobody searches for what stands behind the first 200,000 letters.
POSTGRESQL = """
CREATE TABLE reports_words (
  id bigserial PRIMARY KEY, report_id uuid NOT NULL UNIQUE, vector tsvector NOT NULL
);
INSERT INTO reports_words (report_id, vector)
  SELECT id, to_tsvector('simple', left(folded, 200000)) FROM reports_report ORDER BY id;
CREATE INDEX reports_words_vector ON reports_words USING gin (vector);
CREATE FUNCTION reports_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM reports_words WHERE report_id = old.id;
    RETURN old;
  END IF;
  INSERT INTO reports_words (report_id, vector)
    VALUES (new.id, to_tsvector('simple', left(new.folded, 200000)))
    ON CONFLICT (report_id) DO UPDATE SET vector = excluded.vector;
  RETURN new;
END $$;
CREATE TRIGGER reports_words_kept AFTER INSERT OR DELETE OR UPDATE OF folded ON reports_report
  FOR EACH ROW EXECUTE FUNCTION reports_keep_words();
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    statement = ""
    for line in SQLITE.strip().splitlines():
        statement += line + "\n"
        inside = statement.startswith("CREATE TRIGGER")
        if line.rstrip() == "END;" if inside else line.rstrip().endswith(";"):
            schema_editor.execute(statement)
            statement = ""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_first")]
    operations = [migrations.RunPython(make, elidable=False)]
