package io.jenkins.plugins.ecsrelease.steps.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a server that carries so many bytes there, and from then on nothing: no connection lives, and none is taken. */
final class CutWire implements AutoCloseable {

    private final ServerSocket door;
    private final AtomicLong carried = new AtomicLong();
    private final int to;
    private final long most;

    CutWire(int to, long most) throws IOException {
        this.to = to;
        this.most = most;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    long carried() {
        return carried.get();
    }

    private static void thread(Runnable run) {
        Thread thread = new Thread(run, "cut-wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = door.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                thread(() -> carry(near, far, true));
                thread(() -> carry(far, near, false));
            }
        } catch (IOException e) {
            // The door is closed.
        }
    }

    private void carry(Socket from, Socket into, boolean counted) {
        byte[] buffer = new byte[16384];
        try (from; into; InputStream in = from.getInputStream(); OutputStream out = into.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (counted && carried.addAndGet(n) >= most) {
                    door.close();
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One of the two hung up.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
