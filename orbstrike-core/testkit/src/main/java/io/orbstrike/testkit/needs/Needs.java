package io.orbstrike.testkit.needs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test class or method needs beyond a JDK and Maven. Where it is missing the test is skipped and recorded; with
 * the environment variable {@code ORBSTRIKE_REQUIRE=all} it fails instead.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsCondition.class)
public @interface Needs {
    /**
     * What must be there.
     *
     * @return the needs, all of which must be met
     */
    Need[] value();
}
