package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
    @ParameterizedTest
    @CsvSource({
        "E-mail Address, Full Name", "E-Mail-Adresse, Name", "Adresse e-mail, Nom complet",
        "CORREO ELECTRÓNICO, Nombre", "Endereço_de_e-mail, Nome completo", "Indirizzo e-mail, Nome", "E-mailadres, Naam",
        "Adres e-mail, Imię i nazwisko", "Электронная почта, Имя", "メールアドレス, 氏名", "电子邮箱, 姓名"
    })
    void findsAddressAndNameInElevenLanguages(String email, String name) {
        var columns = Columns.guess(List.of("Nr", name, email), Peer.OTHER);
        assertEquals(email, columns.name(Part.EMAIL));
        assertEquals(name, columns.name(Part.NAME));
    }

    @ParameterizedTest
    @CsvSource({
        "First Name, Last Name", "Vorname, Nachname", "Prénom, Nom", "Nombre, Apellidos", "Nome, Sobrenome",
        "Nome, Cognome", "Voornaam, Achternaam", "Imię, Nazwisko", "Имя, Фамилия", "名, 姓"
    })
    void findsNamesInTwoColumns(String first, String last) {
        var columns = Columns.guess(List.of("email", first, last), Peer.OTHER);
        assertFalse(columns.has(Part.NAME));
        assertEquals(first, columns.name(Part.FIRST_NAME));
        assertEquals(last, columns.name(Part.LAST_NAME));
    }

    @Test
    void theLikeliestOfSeveralCounts() {
        assertEquals("Email", Columns.guess(List.of("Mail", "Email"), Peer.OTHER).name(Part.EMAIL));
        assertFalse(Columns.guess(List.of("address", "format", "newsletter"), Peer.OTHER).has(Part.EMAIL));
        assertFalse(Columns.guess(List.of("email", "newsletter"), Peer.OTHER).has(Part.NEWSLETTER));
    }

    @Test
    void noNameIsOfTwoParts() {
        var seen = new HashSet<String>();
        for (var part : Part.values()) {
            for (var name : new HashSet<>(part.names())) assertTrue(seen.add(name), name);
        }
    }
}
