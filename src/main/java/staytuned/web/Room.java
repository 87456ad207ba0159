package staytuned.web;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pages that stand together below one address, and answer for themselves who may see them. */
public interface Room {
    Answer answer(Visit visit);

    /**
     * What a page that is open shows of what goes on: asked each second, it gives the HTML of that moment, and null when
     * there is no more to tell. Null where nobody here may see it.
     */
    @Nullable Supplier<@Nullable String> live(Visit visit);
}
