package dev.tlora.standalone.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetClientTest {

    private HttpsServer server;

    /** A server that has no certificate to show. */
    @BeforeEach
    void start() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFleetWithoutASecureConnectionIsNotSaidToBeAway() {
        // Given
        URI fleet = URI.create("https://localhost:" + server.getAddress().getPort());

        // When, Then
        assertThatThrownBy(() -> new FleetClient(fleet).runs())
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("no secure connection to " + fleet)
                .hasMessageContaining("trustStore");
    }
}
