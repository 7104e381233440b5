package hudson.remoting;

/** A connection to an agent; here always the same machine. */
public interface VirtualChannel {
    void close() throws java.io.IOException;
}
