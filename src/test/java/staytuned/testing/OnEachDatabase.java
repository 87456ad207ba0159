package staytuned.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class twice, on the embedded database and on a real PostgreSQL. Tests, their constructor and their
 * {@code @BeforeEach} methods may ask for a {@code Database}: each test gets an empty, migrated one of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(Databases.class)
public @interface OnEachDatabase {}
