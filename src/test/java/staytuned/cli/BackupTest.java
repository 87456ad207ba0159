package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import staytuned.testing.Databases;
import staytuned.testing.ScriptedSmtpServer;

/** Back up, go on, restore: everything is as it was, and nobody gets a letter again. */
class BackupTest extends Prompt {
    private String at;

    private void home(int port, String more) throws IOException {
        write(port);
        Files.writeString(config, Files.readString(config).replace("\"0 30 2 ? * SUN\"", "at-once") + more);
        Files.writeString(home.resolve("readers.csv"),
                "email,name\nann@example.net,Ann\nbob@example.net,Böb\ncy@example.net,\"Cy \"\"C\"\"\"\n");
        at = "--config=" + config;
    }

    private static void article(Path folder, String name) throws IOException {
        Files.writeString(folder.resolve(name + ".txt"), name + "\n\nThe first words of this article, and some more.\n");
    }

    @Test
    void whatWentOutBeforeOrAfterABackupDoesNotGoOutAgain() throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            home(relay.port(), "");
            assertEquals(0, run("subscribers", "import", home.resolve("readers.csv").toString(),
                    "--newsletter=field-notes", "--confirmed", at), err());
            article(home.resolve("articles"), "One");
            assertEquals(0, run("run", "--once", at), err());
            assertEquals(3, relay.taken().size());
            var file = home.resolve("backup.zip");
            assertEquals(0, run("backup", file.toString(), at), err());
            assertTrue(out().matches("backed up \\d+ rows to .*backup.zip\n"), out());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            var before = entries(file);
            assertTrue(before.get("files/staytuned.yaml").contains("field-notes"), "the config");
            assertTrue(before.get("tables/secrets.jsonl").contains("links"), "the secret");
            assertEquals(2, run("backup", file.toString(), at));
            assertTrue(err().contains("is there already: name another file"), err());

            article(home.resolve("articles"), "Two");
            assertEquals(0, run("run", "--once", at), err());
            assertEquals(6, relay.taken().size());
            assertEquals(1, run("restore", file.toString(), at), "nobody was asked");
            assertTrue(err().contains("nothing was changed; with --yes"), err());
            assertEquals(0, run("restore", file.toString(), "--yes", at), err());
            assertTrue(out().contains("No letter goes out before you say"), out());
            run("backup", home.resolve("again.zip").toString(), at);
            var after = entries(home.resolve("again.zip"));
            for (var each : before.keySet()) {
                if (each.equals("manifest.json") || each.equals("tables/instances.jsonl")) continue;
                assertEquals(before.get(each), after.get(each), each);
            }

            assertEquals(1, run("run", "--once", at), "held");
            assertEquals(6, relay.taken().size(), "nothing anew");
            assertEquals(0, run("resume", "--after-restore", at));
            assertEquals("letters go out again\n", out());
        }
    }

    @Test
    void aBackupCarriesTheEmbeddedDatabaseOverToPostgresqlAndBack() throws Exception {
        home(25, "");
        run("subscribers", "import", home.resolve("readers.csv").toString(), "--newsletter=field-notes", "--confirmed", at);
        var file = home.resolve("backup.zip");
        assertEquals(0, run("backup", file.toString(), at), err());
        var embedded = Files.readString(config);
        Files.writeString(config, embedded + "database: {url: \"" + Databases.postgresqlUrl()
                + "\", user: postgres, password: postgres}\n");
        assertEquals(0, run("restore", file.toString(), at), err());
        assertEquals(3, json("subscribers", "list", "--newsletter=field-notes", "--json", at).size());
        assertEquals(0, run("subscribers", "add", "dee@example.net", "--newsletter=field-notes", at), err());
        var back = home.resolve("back.zip");
        assertEquals(0, run("backup", back.toString(), at), err());

        Files.writeString(config, embedded);
        assertEquals(0, run("restore", back.toString(), "--yes", at), err());
        assertEquals(4, json("subscribers", "list", "--newsletter=field-notes", "--json", at).size());
        assertEquals(0, run("subscribers", "add", "eve@example.net", "--newsletter=field-notes", at), err());
        assertEquals(entries(file).get("tables/secrets.jsonl"), entries(back).get("tables/secrets.jsonl"));
    }

    @Test
    void whatIsNoBackupChangesNothing() throws Exception {
        home(25, "");
        run("subscribers", "import", home.resolve("readers.csv").toString(), "--newsletter=field-notes", "--confirmed", at);
        var file = home.resolve("backup.zip");
        assertEquals(0, run("backup", file.toString(), at), err());
        var good = entries(file);

        assertEquals(2, run("restore", home.resolve("none.zip").toString(), at));
        assertTrue(err().contains("none.zip: there is no such file"), err());
        refuses(home.resolve("readers.csv"), "is no backup");
        refuses(with(good, "manifest.json", null), "it holds no manifest.json");
        refuses(with(good, "manifest.json", "{\"format\": 7}"), "of another kind");
        refuses(with(good, "manifest.json", "{"), "");
        var manifest = good.get("manifest.json");
        refuses(with(good, "manifest.json", manifest.replaceFirst("\"1\",", "")), "made by an older version");
        refuses(with(good, "manifest.json", manifest.replaceFirst("\"1\",", "\"1\",\"99\",")), "made by a newer version");
        refuses(with(good, "tables/deliveries.jsonl", null), "it holds no tables/deliveries.jsonl");
        refuses(with(good, "tables/subscribers.jsonl", "[\"id\",\"shoe_size\"]\n[1,43]\n"), "shoe_size");
        refuses(with(good, "tables/subscribers.jsonl", ""), "");
        refuses(with(good, "tables/subscriptions.jsonl", good.get("tables/subscriptions.jsonl") + "[1,"), "is damaged");
    }

    private void refuses(Path file, String why) throws IOException {
        assertEquals(1, run("restore", file.toString(), "--yes", at), why);
        assertTrue(err().contains(why), err());
        assertFalse(err().contains("should not have happened"), err());
        assertEquals(3, json("subscribers", "list", "--newsletter=field-notes", "--json", at).size());
    }

    private Path with(Map<String, String> entries, String name, String text) throws IOException {
        var changed = new TreeMap<>(entries);
        if (text == null) changed.remove(name);
        else changed.put(name, text);
        var file = home.resolve("changed.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var each : changed.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static Map<String, String> entries(Path file) throws IOException {
        var entries = new TreeMap<String, String>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var each : zip.stream().toList()) {
                entries.put(each.getName(), new String(zip.getInputStream(each).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
