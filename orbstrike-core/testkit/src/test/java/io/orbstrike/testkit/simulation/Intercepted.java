package io.orbstrike.testkit.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** An interface of which one method does something else. */
public final class Intercepted {

    private Intercepted() {}

    /** What is done in place of a call. */
    public interface Around {

        /**
         * A call is made.
         *
         * @param call makes it
         * @param arguments with which it was made
         */
        Object onCall(Call call, Object[] arguments);
    }

    /** Makes the call, with these arguments or with others. */
    public interface Call {

        Object with(Object... arguments);
    }

    /** An interface whose calls go to what is behind it, but for those of one method. */
    public static <T> T of(Class<T> type, T behind, String method, Around around) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    return called.getName().equals(method)
                            ? around.onCall(others -> invoke(behind, called, others), given)
                            : invoke(behind, called, given);
                }));
    }

    private static Object invoke(Object behind, Method method, Object[] arguments) {
        try {
            return method.invoke(behind, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalAccessError(e.getMessage());
        }
    }
}
