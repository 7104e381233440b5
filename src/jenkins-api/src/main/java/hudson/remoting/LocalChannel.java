package hudson.remoting;

import java.util.concurrent.ExecutorService;

public class LocalChannel implements VirtualChannel {
    public LocalChannel(ExecutorService executor) {}

    @Override
    public void close() {}
}
