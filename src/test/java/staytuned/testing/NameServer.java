package staytuned.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on 127.0.0.1 that knows what a test tells it. */
public final class NameServer implements AutoCloseable {
    private static final int LARGEST = 4096;

    private final DatagramSocket socket;
    private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
    private final Set<Name> failing = ConcurrentHashMap.newKeySet();

    public NameServer() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** From now on this stands at {@code name}, as a zone file writes it. */
    public NameServer on(String name, String type, String... values) {
        try {
            var at = Name.fromString(name, Name.root);
            var records = zone.computeIfAbsent(at, _ -> new ArrayList<>());
            for (var value : values) {
                records.add(Record.fromString(at, Type.value(type), DClass.IN, 60, value, Name.root));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text in one piece. */
    public NameServer text(String name, String... texts) {
        for (var text : texts) on(name, "TXT", '"' + text.replace(";", "\\;") + '"');
        return this;
    }

    /** It cannot say what stands there. */
    public NameServer failing(String name) {
        try {
            failing.add(Name.fromString(name, Name.root));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        var buffer = new byte[LARGEST];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                var asked = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                var bytes = answer(asked).toWire();
                socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private Message answer(Message asked) {
        var question = asked.getQuestion();
        var answer = new Message(asked.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (failing.contains(question.getName())) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        var name = question.getName();
        if (!zone.containsKey(name)) answer.getHeader().setRcode(Rcode.NXDOMAIN);
        for (var at = name; at != null; ) {
            Name next = null;
            for (var each : zone.getOrDefault(at, List.of())) {
                if (each.getType() == question.getType()) answer.addRecord(each, Section.ANSWER);
                if (each instanceof CNAMERecord alias) {
                    answer.addRecord(each, Section.ANSWER);
                    next = alias.getTarget();
                }
            }
            at = next;
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
