package staytuned.doctor;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** What name servers say. Aliases are followed; nothing is kept, so that what was just mended is seen. */
public final class Names {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LookupSession session;

    /**
     * What was found.
     *
     * @param failed whether no name server could say: then there may be more
     */
    record Found<T>(List<T> values, boolean failed) {
        boolean isNone() {
            return values.isEmpty() && !failed;
        }
    }

    /** A host that takes mail; the name is empty where a domain says that it takes none (RFC 7505). */
    record Exchange(int priority, String host) {}

    /** Asks {@code server}, or, where it is null, those of this machine. */
    public Names(@Nullable InetSocketAddress server) {
        Resolver resolver = server == null ? new ExtendedResolver() : new SimpleResolver(server);
        resolver.setTimeout(LONGEST);
        session = LookupSession.builder().resolver(resolver).clearCaches().build();
    }

    /** The texts at a name, the pieces of each put together (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2). */
    Found<String> texts(String name) {
        return ask(name, Type.TXT, each -> text((TXTRecord) each));
    }

    Found<Exchange> exchanges(String name) {
        return ask(name, Type.MX, each -> {
            var mx = (MXRecord) each;
            return new Exchange(mx.getPriority(), mx.getTarget().toString(true).replaceFirst("^@$|^\\.$", ""));
        });
    }

    /** The addresses of a host, or itself where it is one. */
    Found<InetAddress> addresses(String host) {
        if (host.matches("[0-9.]+") || host.contains(":")) {
            return new Found<>(List.of(InetAddress.ofLiteral(host)), false);
        }
        var four = ask(host, Type.A, each -> ((ARecord) each).getAddress());
        var six = ask(host, Type.AAAA, each -> ((AAAARecord) each).getAddress());
        var both = new ArrayList<>(four.values());
        both.addAll(six.values());
        return new Found<>(both, four.failed() || six.failed());
    }

    /** The names of an address. */
    Found<String> names(InetAddress address) {
        return ask(ReverseMap.fromAddress(address), Type.PTR, each -> ((PTRRecord) each).getTarget().toString(true));
    }

    private <T> Found<T> ask(String name, int type, Function<Record, T> read) {
        try {
            return ask(Name.fromString(name, Name.root), type, read);
        } catch (TextParseException e) {
            return new Found<>(List.of(), false); // no such name can be
        }
    }

    private <T> Found<T> ask(Name name, int type, Function<Record, T> read) {
        try {
            var result = session.lookupAsync(name, type).toCompletableFuture().get();
            return new Found<>(
                    result.getRecords().stream().filter(each -> each.getType() == type).map(read).toList(), false);
        } catch (ExecutionException e) {
            var none = e.getCause() instanceof NoSuchDomainException || e.getCause() instanceof NoSuchRRSetException;
            return new Found<>(List.of(), !none);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found<>(List.of(), true);
        }
    }

    private static String text(TXTRecord record) {
        var all = new ByteArrayOutputStream();
        for (byte[] piece : record.getStringsAsByteArrays()) all.writeBytes(piece);
        return all.toString(StandardCharsets.UTF_8);
    }
}
