package staytuned.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * The signal by which admins tell a service to read its config again. Java has it only in a class that the compiler
 * warns of, so it is called by its name; where the system has no such signal nothing calls.
 */
final class Hangup {
    private Hangup() {}

    /** Calls {@code action} for each SIGHUP from now on, instead of ending. */
    static void then(Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var called = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) action.run();
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(args[0]);
                            case "toString" -> "SIGHUP";
                            default -> null;
                        };
                    });
            var hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, called);
        } catch (ReflectiveOperationException e) {
            var why = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
            LoggerFactory.getLogger(Hangup.class).debug("SIGHUP is not to be had: {}", String.valueOf(why));
        }
    }
}
