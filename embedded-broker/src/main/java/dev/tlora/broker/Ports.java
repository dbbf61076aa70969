package dev.tlora.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The two ports of a combined broker and controller, both on the loopback address. */
record Ports(int clients, int controller) {

    static final int FREE = 0;
    static final String HOST = "127.0.0.1";

    /**
     * Both sockets are open at once so that they cannot be the same port, then closed for Kafka to
     * bind. Kafka itself would stop the whole JVM on a taken port, hence the check here.
     */
    static Ports choose(int wanted) {
        try (ServerSocket clients = bind(wanted);
                ServerSocket controller = bind(FREE)) {
            return new Ports(clients.getLocalPort(), controller.getLocalPort());
        } catch (BindException e) {
            throw new BrokerStartException(
                    "Port "
                            + wanted
                            + " on "
                            + HOST
                            + " is already taken: stop the program that listens there or choose"
                            + " another port.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // A port whose last connections are still winding down counts as free, as for Kafka.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
