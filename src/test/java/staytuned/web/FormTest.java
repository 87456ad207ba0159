package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    void fieldsHaveTheirValuesInOrder() {
        var form = Form.of("topics=birds%2C+tides&newsletter=a&newsletter=b&empty=&zone=%20Europe%2FBerlin+");
        assertEquals("birds, tides", form.first("topics"));
        assertEquals(List.of("a", "b"), form.all("newsletter"));
        assertEquals("Europe/Berlin", form.first("zone"));
        assertTrue(form.has("empty") && form.first("empty").isEmpty());
        assertFalse(form.has("none"));
        assertEquals("", form.first("none"));
    }

    @Test
    void whatNoBrowserSendsHarmsNothing() {
        assertEquals("%zz", Form.of("a=%zz").first("a"));
        assertEquals("ü", Form.of("a=%C3%BC").first("a"));
        assertEquals(0, Form.of("&&=&=x&").fields().size());
        assertTrue(Form.of("a=1&".repeat(10_000)).all("a").size() <= 501);
    }
}
