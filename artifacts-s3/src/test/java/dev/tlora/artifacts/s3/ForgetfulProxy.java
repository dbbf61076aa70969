package dev.tlora.artifacts.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes connections on to a server, and loses an answer when told to. */
final class ForgetfulProxy implements Closeable {

    private static final String SUCCESS = "HTTP/1.1 2";

    private final int server;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean losing = new AtomicBoolean();

    ForgetfulProxy(int server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Hangs up instead of passing on the next answer that tells of success. */
    void loseNextAnswer() {
        losing.set(true);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                threads.execute(() -> pass(client, behind, false));
                threads.execute(() -> pass(behind, client, true));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                boolean success = new String(buffer, 0, length, US_ASCII).startsWith(SUCCESS);
                if (answers && success && losing.compareAndSet(true, false)) {
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // One side hung up; the other learns of it by the closing of both.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
