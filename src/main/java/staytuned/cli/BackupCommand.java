package staytuned.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import staytuned.config.Config;
import staytuned.db.Backup;

/** Everything in one file. */
@Command(
        name = "backup",
        description = {
            "Writes everything into one file that only its owner may read: all tables as they are at one moment, the "
                    + "secret that signs links among them, and beside them the config and the keys that it names.",
            "A PostgreSQL may serve meanwhile; of the embedded database stop \"serve\" first."
        })
final class BackupCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "FILE", description = "The backup, a ZIP file; it must not be there yet.")
    private Path file;

    BackupCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        var settings = config.read(around);
        if (Files.exists(file)) {
            throw new Failure(Failure.USAGE, file + " is there already: name another file, or remove it first");
        }
        var part = file.resolveSibling(file.getFileName() + ".part");
        try (var service = around.builder().open(settings)) {
            create(part);
            try {
                long rows;
                try (var out = Files.newOutputStream(part)) {
                    rows = new Backup(service.database()).write(out, around.clock().instant(), files(settings));
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                around.out().println("backed up " + rows + " rows to " + file);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        return 0;
    }

    /** Nobody else may read it, not even while it is written. */
    private static void create(Path part) throws IOException {
        try {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new Failure(Failure.FAILED,
                    part + " is there: another backup is being written, or was broken off; remove it then");
        }
    }

    /** The config, and the keys that it names. */
    private static Map<String, byte[]> files(Config settings) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(String.valueOf(settings.file().getFileName()), Files.readAllBytes(settings.file()));
        for (var relay : settings.relays()) {
            for (var each : relay.dkim()) {
                files.put(each.selector() + "._domainkey." + each.domain() + ".pem",
                        pem(each.key()).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return files;
    }

    /** RFC 7468 section 10. */
    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
