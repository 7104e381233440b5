package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that calls are signed with. Each account has one built-in key of a user who may do everything,
 * {@link #administrator}; IAM and STS issue the others. Temporary keys expire by the clock of the machine, not by the
 * sandbox's, because the clients that hold them judge them by theirs.
 */
public final class AccessKeys {

    /** The secret of every account's built-in key. It opens nothing outside this sandbox. */
    public static final String SECRET = "sandbox/only/not/a/secret/anywhere/else0";

    private static final Pattern ADMINISTRATOR = Pattern.compile("AKIASBOX(\\d{12})");

    /**
     * @param token the session token; empty for a user's long-term key
     * @param principal the ARN that the key acts as, such as arn:aws:sts::123456789012:assumed-role/deploy/jenkins-7
     * @param userId such as "AIDA…", or "AROA…:jenkins-7" for a session
     * @param source the ARN of the user or role whose policies apply
     * @param sessionPolicy a policy that narrows the session; empty for none
     * @param tags of the session
     * @param expires null for never
     */
    public record Key(
            String id,
            String secret,
            String token,
            String account,
            String principal,
            String userId,
            String source,
            String sessionPolicy,
            Map<String, String> tags,
            Instant expires) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    private final Issued issued;

    AccessKeys(World world) {
        issued = world.part(Issued.class);
    }

    /** The id of the built-in key of an account, such as AKIASBOX123456789012. */
    public static String administrator(String account) {
        return "AKIASBOX" + account;
    }

    /** A new key id, such as ASIA… for a temporary one. */
    public static String newId(String prefix) {
        return prefix + random(20 - prefix.length(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    }

    public static String newSecret() {
        return random(40, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    }

    public static String newToken() {
        return "IQoJb3JpZ2luX2VjE" + random(300, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") + "==";
    }

    private static String random(int length, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(RANDOM.nextInt(letters.length())));
        }
        return text.toString();
    }

    public Optional<Key> find(String id) {
        Matcher administrator = ADMINISTRATOR.matcher(id);
        if (administrator.matches()) {
            String account = administrator.group(1);
            String user = "arn:aws:iam::" + account + ":user/sandbox";
            return Optional.of(new Key(id, SECRET, "", account, user, "AIDASBOX" + account, user, "", Map.of(), null));
        }
        return Optional.ofNullable(keys.get(id));
    }

    /** Whether the key belongs to an account's built-in administrator, whom no policy binds. */
    public static boolean isAdministrator(Key key) {
        return ADMINISTRATOR.matcher(key.id()).matches();
    }

    /** Whether a user's ARN is that of an account's built-in administrator. */
    public static boolean isAdministrator(String arn) {
        return arn.matches("arn:aws:iam::\\d{12}:user/sandbox");
    }

    public void issue(Key key) {
        keys.put(key.id(), key);
        issued.add("secret access key", key.secret());
        issued.add("session token", key.token());
    }

    public void revoke(String id) {
        keys.remove(id);
    }
}
