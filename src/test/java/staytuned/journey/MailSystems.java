package staytuned.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Postfix and Dovecot on high ports of this machine, from a folder of their own: the domain example.test, with
 * the mailboxes ann and bounces. Whatever is for anybody else there is taken, and comes back. Needs to be root.
 */
final class MailSystems implements AutoCloseable {
    private static final Path RESOURCES = Path.of("src/test/resources/feedback/mail-systems");
    private static final int NOBODY = 65_534;

    final int smtp = freePort();
    final int imap = freePort();
    private final Path home;
    private final Path postfix;
    private final Process dovecot;

    MailSystems() throws IOException, InterruptedException {
        home = Files.createTempDirectory("mail-systems");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        postfix = Files.createDirectory(home.resolve("postfix"));
        for (var folder : List.of("queue", "run")) Files.createDirectory(home.resolve(folder));
        Files.setAttribute(Files.createDirectory(home.resolve("data")), "unix:uid", uid("postfix"));
        for (var folder : List.of("mail", "mail/ann", "mail/bounces")) {
            Files.setAttribute(Files.createDirectory(home.resolve(folder)), "unix:uid", NOBODY);
        }
        Files.writeString(home.resolve("mailboxes"), "ann@example.test ann/\nbounces@example.test bounces/\n");
        write("main.cf", postfix);
        write("master.cf", postfix);
        write("dovecot.conf", home);
        run("postfix", "-c", postfix.toString(), "start");
        dovecot = new ProcessBuilder("dovecot", "-F", "-c", home.resolve("dovecot.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("dovecot.out").toFile())
                .start();
    }

    /** The mails in a mailbox, read or not. */
    List<String> mails(String mailbox) throws IOException {
        try (var files = Files.walk(home.resolve("mail").resolve(mailbox))) {
            return files.filter(each -> each.getParent().getFileName().toString().matches("new|cur"))
                    .filter(Files::isRegularFile)
                    .map(MailSystems::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, Path folder) throws IOException {
        Files.writeString(folder.resolve(name), Files.readString(RESOURCES.resolve(name))
                .replace("@home@", home.toString())
                .replace("@smtp@", String.valueOf(smtp))
                .replace("@imap@", String.valueOf(imap)));
    }

    private static int uid(String user) throws IOException {
        var entry = Files.readAllLines(Path.of("/etc/passwd")).stream()
                .filter(each -> each.startsWith(user + ":"))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "there is no user " + user + ": apt-get install postfix dovecot-imapd"));
        return Integer.parseInt(entry.split(":")[2]);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + said);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            dovecot.destroy();
            dovecot.waitFor(10, TimeUnit.SECONDS);
            run("postfix", "-c", postfix.toString(), "stop");
            run("rm", "-r", home.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
