package staytuned.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import staytuned.db.Database;

/** Empty, migrated databases of both kinds for {@link OnEachDatabase}, copied from one template of each. */
public final class Databases implements ClassTemplateInvocationContextProvider {
    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        return Stream.of(new On("embedded", Databases::embedded), new On("PostgreSQL", Databases::postgresql));
    }

    /** A new embedded database in a folder of its own, deleted with it. */
    static Lent embedded() {
        try {
            var folder = Files.createTempDirectory("staytuned-h2");
            try (var files = Files.list(EmbeddedTemplate.FOLDER)) {
                for (var file : files.toList()) Files.copy(file, folder.resolve(file.getFileName()));
            }
            return new Lent(Database.embedded(folder), () -> delete(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Lent postgresql() {
        return new Lent(Database.postgresql(postgresqlUrl(), "postgres", "postgres"), () -> {});
    }

    /** The URL of a new PostgreSQL database; its user and password are {@code postgres}. */
    public static String postgresqlUrl() {
        return PostgresqlTemplate.copy();
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class EmbeddedTemplate {
        static final Path FOLDER = make();

        private static Path make() {
            try {
                var folder = Files.createTempDirectory("staytuned-h2-template");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                Database.embedded(folder).close();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One server for all tests of this JVM; it ends with the JVM. */
    private static final class PostgresqlTemplate {
        private static final AtomicInteger COPIES = new AtomicInteger();
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
                execute(server, "CREATE DATABASE template_staytuned");
                Database.postgresql(server.getJdbcUrl("postgres", "template_staytuned"), "postgres", "postgres")
                        .close();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("the tests need a PostgreSQL, which could not be started", e);
            }
        }

        static String copy() {
            var name = "staytuned_" + COPIES.incrementAndGet();
            execute(SERVER, "CREATE DATABASE " + name + " TEMPLATE template_staytuned");
            return SERVER.getJdbcUrl("postgres", name);
        }

        private static void execute(EmbeddedPostgres server, String sql) {
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A database and what is to be cleared away after it. */
    record Lent(Database database, Runnable after) implements AutoCloseable {
        @Override
        public void close() {
            database.close();
            after.run();
        }
    }

    private record On(String name, Maker maker) implements ClassTemplateInvocationContext, ParameterResolver {
        @Override
        public String getDisplayName(int invocation) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
            return ExtensionContextScope.TEST_METHOD; // a constructor's database is that one test's too
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Database.class;
        }

        @Override
        public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            var store = context.getStore(Namespace.create(On.class, context.getUniqueId()));
            return store.computeIfAbsent("database", _ -> maker.make(), Lent.class).database();
        }
    }

    private interface Maker {
        Lent make();
    }
}
