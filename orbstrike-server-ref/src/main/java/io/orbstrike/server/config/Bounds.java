package io.orbstrike.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The least and the greatest value that a number or duration option may have. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Bounds {
    /**
     * The least value.
     *
     * @return written as the option's value is
     */
    String min();

    /**
     * The greatest value.
     *
     * @return written as the option's value is
     */
    String max();

    /**
     * What may stand beside the range.
     *
     * @return a value that the option's converter understands, or empty
     */
    String or() default "";
}
