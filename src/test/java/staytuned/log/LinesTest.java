package staytuned.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service's own logback.xml makes of what happens. */
class LinesTest {
    private final LoggerContext context = new LoggerContext();

    private String line(String format, String message, Throwable thrown) throws Exception {
        context.reset();
        context.putProperty("STAYTUNED_LOG_FORMAT", format);
        var reader = new JoranConfigurator();
        reader.setContext(context);
        reader.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        var logger = context.getLogger("staytuned.delivery.Shift");
        Encoder<ILoggingEvent> encoder = ((ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("err"))
                .getEncoder();
        var event = new LoggingEvent(LinesTest.class.getName(), logger, Level.INFO, message, thrown, null);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "delivery 7: bounced: 550 5.1.1 <ann@example.net>: no such user | delivery 7: bounced: 550 5.1.1 <***@example.net>: no such user",
        "to=ann+notes@mail.example.net, from=\"b\"@x.example | to=***@mail.example.net, from=\"b\"@x.example",
        "user bücher@bücher.example | user ***@bücher.example",
        "a@b c@d | ***@b ***@d",
        "at 10 @ 5, @home | at 10 @ 5, @home",
    })
    void noAddressIsWrittenDown(String message, String written) throws Exception {
        assertTrue(line("text", message, null).matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S* INFO  \\Q" + written + "\\E\n"),
                line("text", message, null));
        assertEquals(written, new ObjectMapper().readTree(line("json", message, null)).get("message").asText());
    }

    @Test
    void jsonNamesIssueAndDelivery() throws Exception {
        var failure = new IllegalStateException("no room for ann@example.net");
        var line = line("json", "issue 12: delivery 3456: failed\nand more", failure);
        assertEquals(1, line.lines().count(), line);
        var read = new ObjectMapper().readTree(line);
        assertEquals(12, read.get("issue").asLong());
        assertEquals(3456, read.get("delivery").asLong());
        assertEquals("INFO", read.get("level").asText());
        assertEquals("staytuned.delivery.Shift", read.get("logger").asText());
        assertTrue(read.get("error").asText().startsWith("java.lang.IllegalStateException: no room for ***@example.net"));
        assertFalse(new ObjectMapper().readTree(line("json", "the issue is held", null)).has("issue"));
    }
}
