package staytuned.config;

import java.util.Map;

/** A value is not what its key takes; says so in a sentence, and as a JSON Schema what would be. */
final class Misfit extends IllegalArgumentException {
    private final transient Map<String, Object> fits;

    Misfit(String says, Map<String, Object> fits) {
        super(says);
        this.fits = fits;
    }

    /** A schema of one value, without types of variables. */
    Map<String, Object> fits() {
        return fits;
    }
}
