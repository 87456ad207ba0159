package staytuned.web;

import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.reflect.Proxy;
import java.util.Set;

/** The routes of a server that goes on listening while others take their place; a request ends as it began. */
final class Turntable implements HttpRouting {
    private static final Set<String> BUILDS = Set.of("build", "get");

    private volatile HttpRouting routes;

    Turntable(HttpRouting routes) {
        this.routes = routes;
    }

    /** From the next request on. */
    void turn(HttpRouting next) {
        next.beforeStart();
        routes = next;
    }

    @Override
    public void route(ConnectionContext connection, RoutingRequest request, RoutingResponse response) {
        routes.route(connection, request, response);
    }

    @Override
    public HttpSecurity security() {
        return routes.security();
    }

    @Override
    public void beforeStart() {
        routes.beforeStart();
    }

    @Override
    public void afterStop() {
        routes.afterStop();
    }

    /** The server builds its routes itself, and takes one kind of builder: this one gives the turntable. */
    HttpRouting.Builder builder() {
        var plain = HttpRouting.builder();
        return (HttpRouting.Builder) Proxy.newProxyInstance(
                Turntable.class.getClassLoader(), new Class<?>[] {HttpRouting.Builder.class}, (_, method, args) ->
                        BUILDS.contains(method.getName()) ? this : method.invoke(plain, args));
    }
}
