package staytuned.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate made for a test by the running JDK's keytool.
 *
 * @param server shows the certificate
 * @param client trusts the authority behind this certificate, and no other
 */
public record TestCertificate(SSLContext server, SSLContext client) {
    private static final String SECRET = "only-for-tests";

    /** A certificate for these names, such as {@code dns:localhost} and {@code ip:127.0.0.1}. */
    public static TestCertificate of(String... names) {
        return make("-1d", names);
    }

    /** One whose time is over. */
    public static TestCertificate expired(String... names) {
        return make("-10d", names);
    }

    private static TestCertificate make(String start, String... names) {
        try {
            var folder = Files.createTempDirectory("certificate");
            var file = folder.resolve("store.p12");
            try {
                keytool(file, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c", "-startdate", "-30d",
                        "-validity", "60");
                keytool(file, "-alias", "test", "-dname", "CN=test", "-signer", "authority", "-startdate", start,
                        "-validity", "3", "-ext", "SAN=" + String.join(",", names));
                return read(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-keystore", file.toString(), "-storepass", SECRET));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException("keytool failed: " + output);
    }

    private static TestCertificate read(Path file) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(file.toFile(), SECRET.toCharArray());
        var authority = store.getCertificate("authority");
        store.deleteEntry("authority"); // It signs; it is not shown as a server's own.
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, SECRET.toCharArray());
        var server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);

        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return new TestCertificate(server, client);
    }
}
