package io.jenkins.plugins.ecsrelease.engine.exec;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/** One connection to the gateway, for as long as it lasts. Everything is called, and calls back, on the loop. */
interface Link {

    /** Messages longer than this are dropped. */
    int MOST_MESSAGE_BYTES = 1024 * 1024;

    void text(String message);

    void binary(byte[] message);

    void ping();

    /** Asks for one more message; none comes unasked. */
    void request();

    /** Lets go of it at once. Nothing is heard of it afterwards. */
    void abort();

    /** Who hears of a connection. */
    interface Ear {
        /** It is made; the first call, unless it is {@link #lost}. */
        void opened(Link link);

        /** A whole message. */
        void message(byte[] bytes);

        /** One that was too long to be kept. */
        void dropped();

        /** A sign of life that is no message. */
        void alive();

        /** The last call: it could not be made, or it broke. */
        void lost(String why);
    }

    /** Makes connections. */
    @FunctionalInterface
    interface Maker {
        /**
         * @param onLoop carries callbacks to the loop
         * @throws IllegalArgumentException when the address cannot be used
         */
        void connect(URI url, Duration timeout, Ear ear, Consumer<Runnable> onLoop);
    }
}
