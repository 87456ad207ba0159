package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.cut;
import static staytuned.testing.SmtpAct.cutInData;
import static staytuned.testing.SmtpAct.longLine;
import static staytuned.testing.SmtpAct.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.testing.Flight;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.SmtpAct;

/** What a relay can do to the whole service at each stage of a letter, however its commands leave. */
@ParameterizedClass
@EnumSource
class RelayFaultsTest {
    private static final int READERS = 12;
    private static final int TEN_MEGABYTES = 10_000_000;

    /** Longer than a relay, or an issue that it refuses, is left alone. */
    private static final Duration REST = Duration.ofMinutes(20);

    private static Office office;

    private final Flight flight;
    private final ScriptedSmtpServer relay = office.relay;

    RelayFaultsTest(Flight flight) {
        this.flight = flight;
    }

    @BeforeParameterizedClassInvocation
    static void open(Flight flight, @TempDir Path folder) throws Exception {
        var relay = flight.to(new ScriptedSmtpServer());
        office = new Office(new Home(folder, Home.Kind.EMBEDDED, relay.port()), relay, READERS);
    }

    @AfterEach
    void forget() {
        relay.forget();
        office.clock.pass(REST);
    }

    @AfterParameterizedClassInvocation
    static void close() throws Exception {
        office.close();
    }

    /** What is said of the letter: with chunks there is no DATA, and the last chunk's answer stands for the dot's. */
    private Set<Stage> stages() {
        return flight == Flight.CHUNKED
                ? EnumSet.of(Stage.MAIL, Stage.RCPT, Stage.DOT)
                : EnumSet.of(Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.DOT);
    }

    private interface Fault {
        void meet(long issue);
    }

    private DynamicTest test(String name, Fault fault) {
        return DynamicTest.dynamicTest(name, () -> {
            try {
                fault.meet(office.issue());
            } finally {
                forget();
            }
        });
    }

    @TestFactory
    @Tag("row-11")
    Stream<DynamicTest> whatIsPutOffIsTriedAgain() {
        return stages().stream().map(stage -> test(stage + " 450, 451, 452", issue -> {
            relay.at(stage, say("450 4.2.1 busy"), say("451 4.3.0 later"), say("452 4.2.2 full"));
            office.sendAll(issue, REST);
            office.assertAllSent(issue);
            office.assertTried(issue, attempts -> attempts <= 1 + (stage == Stage.MAIL ? 0 : 3));
        }));
    }

    @TestFactory
    @Tag("row-12")
    Stream<DynamicTest> whatIsRefusedForTheSendersSakeIsHeldAgainstNoReader() {
        return stages().stream().map(stage -> test(stage + " 550 5.7.1", issue -> {
            relay.always(stage, say("550 5.7.1 we do not like this"));
            var before = commands("MAIL ");
            var round = office.send();
            assertEquals(0, round.bounced());
            assertTrue(round.problems().getFirst().contains("refuses its sender or its content"));
            var tried = commands("MAIL ") - before;
            assertTrue(tried <= Office.CONNECTIONS, tried + " copies");
            assertEquals(Map.of("queued", (long) READERS), office.statuses(issue));
            office.assertTried(issue, attempts -> attempts == 0);
            relay.forget();
            office.clock.pass(REST);
            office.send();
            office.assertAllSent(issue);
        }));
    }

    private long commands(String verb) {
        return relay.clear().stream().filter(each -> each.startsWith(verb)).count();
    }

    @TestFactory
    @Tag("row-13")
    Stream<DynamicTest> aCutBeforeTheLettersEndLosesNobodyAndSendsNothingTwice() {
        var cuts = new ArrayList<DynamicTest>();
        for (var stage : stages()) if (stage != Stage.DOT) cuts.add(cutAt("at " + stage, stage, cut()));
        if (flight == Flight.CHUNKED) {
            cuts.add(cutAt("at BDAT", Stage.BDAT, cut()));
            cuts.add(cutAt("inside a chunk", Stage.BDAT, visit -> {
                visit.skip(300);
                cut().on(visit);
            }));
        } else {
            cuts.add(cutAt("inside the letter", Stage.DATA, cutInData(300)));
        }
        return cuts.stream();
    }

    private DynamicTest cutAt(String name, Stage stage, SmtpAct cut) {
        return test(name, issue -> {
            relay.at(stage, cut, cut, cut);
            office.sendAll(issue, REST);
            office.assertAllSent(issue);
        });
    }

    @TestFactory
    @Tag("row-14")
    Stream<DynamicTest> aCutBehindTheLettersEndSendsTheSameBytesAgainAndCountsThem() {
        return Stream.of(1, 3).map(cuts -> test("cuts: " + cuts, issue -> {
            for (var i = 0; i < cuts; i++) relay.at(Stage.DOT, cut());
            office.sendAll(issue, REST);
            assertEquals(READERS + cuts, office.copies(issue).size(), "second copies");
            var byReader = office.copies(issue).stream().collect(Collectors.groupingBy(each -> each.to().getFirst()));
            assertEquals(READERS, byReader.size(), "lost");
            for (var copies : byReader.values()) {
                copies.forEach(each -> assertArrayEquals(copies.getFirst().bytes(), each.bytes(), "copies differ"));
            }
            assertEquals(cuts, office.doubts(issue), "possibly twice");
        }));
    }

    @TestFactory
    @Tag("row-14")
    Stream<DynamicTest> anAnswerToTheLettersEndThatSaysNothingIsADoubt() {
        var answers = Map.of("garbage", say("what?"), "10 MB line", longLine(TEN_MEGABYTES), "354", say("354 more"));
        return answers.entrySet().stream().map(answer -> test(answer.getKey(), issue -> {
            relay.at(Stage.DOT, answer.getValue());
            office.sendAll(issue, REST);
            assertEquals(1, office.doubts(issue), "possibly twice");
            assertEquals(Map.of("sent", (long) READERS), office.statuses(issue));
            assertEquals(READERS, office.copies(issue).stream().map(each -> each.to().getFirst()).distinct().count());
        }));
    }
}
