package staytuned.article;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes values from chance: the same ones for the same seed. */
@FunctionalInterface
interface Gen<T> {
    T next(Random random);

    /** What comes so many times as often as what has the weight 1. */
    record Weighted<T>(int weight, Gen<T> gen) {}

    /** Makes one of three. */
    @FunctionalInterface
    interface Three<A, B, C, T> {
        T of(A a, B b, C c);
    }

    /** Three that come together. */
    record Triple<A, B, C>(Gen<A> a, Gen<B> b, Gen<C> c) {
        <T> Gen<T> as(Three<A, B, C, T> make) {
            return random -> make.of(a.next(random), b.next(random), c.next(random));
        }
    }

    default <U> Gen<U> map(Function<T, U> change) {
        return random -> change.apply(next(random));
    }

    default <U> Gen<U> flatMap(Function<T, Gen<U>> change) {
        return random -> change.apply(next(random)).next(random);
    }

    default Gen<List<T>> list(int least, int most) {
        return random -> Stream.generate(() -> next(random)).limit(random.nextInt(least, most + 1)).toList();
    }

    @SafeVarargs
    static <T> Gen<T> of(T... values) {
        return random -> values[random.nextInt(values.length)];
    }

    @SafeVarargs
    static <T> Gen<T> oneOf(Gen<T>... gens) {
        return random -> gens[random.nextInt(gens.length)].next(random);
    }

    static <T> Weighted<T> weighted(int weight, Gen<T> gen) {
        return new Weighted<>(weight, gen);
    }

    @SafeVarargs
    static <T> Gen<T> frequency(Weighted<T>... all) {
        var each = new ArrayList<Gen<T>>();
        for (var one : all) each.addAll(Collections.nCopies(one.weight(), one.gen()));
        return random -> each.get(random.nextInt(each.size())).next(random);
    }

    static <A, B, C> Triple<A, B, C> combine(Gen<A> a, Gen<B> b, Gen<C> c) {
        return new Triple<>(a, b, c);
    }

    static <A, B, T> Gen<T> both(Gen<A> a, Gen<B> b, BiFunction<A, B, T> make) {
        return random -> make.apply(a.next(random), b.next(random));
    }

    /** Whatever characters, halves of some among them; every other string is of ASCII. */
    static Gen<String> string(int most) {
        return random -> {
            int bound = random.nextBoolean() ? 128 : 0x10000;
            var out = new StringBuilder();
            for (int i = random.nextInt(most + 1); i > 0; i--) out.append((char) random.nextInt(bound));
            return out.toString();
        };
    }
}
