package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.HttpProxy;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecs.EcsClient;

/** AWS behind a proxy: its APIs and the gateway of ECS Exec. */
public class ProxyTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private ServerSocket proxy;
    private ExecWorld world;

    @Before
    public void start() throws Exception {
        proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
        world = new ExecWorld();
    }

    @After
    public void stop() throws Exception {
        world.close();
        proxy.close();
        threads.shutdownNow();
    }

    private HttpProxy settings(String... direct) {
        return new HttpProxy("127.0.0.1", proxy.getLocalPort(), "", "", List.of(direct).stream().map(Pattern::compile).toList());
    }

    /** A proxy that tunnels (CONNECT) and forwards. */
    private void accept() {
        try {
            while (true) {
                Socket client = proxy.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            StringBuilder head = new StringBuilder();
            InputStream in = client.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                int one = in.read();
                if (one < 0) {
                    return;
                }
                head.append((char) one);
            }
            String first = head.substring(0, head.indexOf("\r\n"));
            asked.add(first);
            String where = first.split(" ")[1].replaceFirst("^http://", "").replaceFirst("/.*$", "");
            try (Socket target = new Socket(where.split(":")[0], Integer.parseInt(where.split(":")[1]))) {
                if (first.startsWith("CONNECT ")) {
                    client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    target.getOutputStream().write(head.toString().replaceFirst("http://[^/]+", "").getBytes(StandardCharsets.US_ASCII));
                }
                threads.execute(() -> pass(target, client));
                pass(client, target);
            }
        } catch (IOException e) {
            // either side has gone
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8192];
            for (int count = from.getInputStream().read(some); count >= 0; count = from.getInputStream().read(some)) {
                out.write(some, 0, count);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // either side has gone
        }
    }

    @Test
    public void theGatewayIsReachedThroughATunnel() throws Exception {
        world.exec(EcsExec.through(settings()));
        world.start("m", "echo through; exit 7");
        ExecWorld.Followed followed = world.follow("m", 30);

        assertEquals("through\n", followed.text());
        assertEquals(7, followed.exitCode());
        assertTrue(asked.toString(), asked.stream().anyMatch(line -> line.startsWith("CONNECT 127.0.0.1:")));
    }

    @Test
    public void whatIsToBeReachedDirectlyIs() throws Exception {
        world.exec(EcsExec.through(settings("127\\..*")));
        world.start("m", "exit 7");

        assertEquals(7, world.follow("m", 30).exitCode());
        assertEquals(List.of(), asked);
    }

    @Test
    public void aProxyThatIsNotThereIsNamedAsWhatBroke() throws Exception {
        HttpProxy gone = settings();
        proxy.close();
        world.exec(EcsExec.through(gone));

        IOException refused = assertThrows(IOException.class, () -> world.start("m", "exit 7"));
        assertTrue(refused.getMessage(), refused.getMessage().contains("could not connect to 127.0.0.1"));
    }

    @Test
    public void theApisAreReachedThroughItToo() {
        for (HttpProxy settings : List.of(settings(), settings("127\\..*"))) {
            asked.clear();
            try (AwsClients clients = AwsClients.builder().endpoint(world.sandbox.endpoint()).proxy(settings).build()) {
                clients.client(EcsClient.class, new Identity("eu-central-1", "", "", "", ""), StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET))).listClusters();
            }
            assertEquals(asked.toString(), settings.direct().isEmpty(), !asked.isEmpty());
        }
    }

    @Test
    public void itsPasswordIsNotSaid() {
        HttpProxy settings = new HttpProxy("proxy", 3128, "jenkins", "correct horse", List.of());

        assertEquals("proxy proxy:3128", settings.toString());
        assertFalse(settings.selector().toString().contains("horse"));
    }
}
