package staytuned.preflight;

import java.util.List;

/** Looks where the links of a letter lead. */
@FunctionalInterface
public interface Lookout {
    /** Looks nowhere. */
    Lookout NONE = _ -> List.of();

    /** What is wrong at the other end of its links, the errors first. */
    List<Finding> look(String html);
}
