package hudson;

import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;

/** Extensions by type, found through the same annotation index as in Jenkins. */
public class ExtensionList<T> extends AbstractList<T> {

    private static final Map<String, Object> INSTANCES = new ConcurrentHashMap<>();

    public final Class<T> extensionType;
    private final List<T> found;

    private ExtensionList(Class<T> type, List<T> found) {
        this.extensionType = type;
        this.found = found;
    }

    public static <T> ExtensionList<T> lookup(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (Object each : indexed()) {
            if (type.isInstance(each)) {
                found.add(type.cast(each));
            }
        }
        Hosting.current().ifPresent(host -> found.addAll(host.extensions(type)));
        return new ExtensionList<>(type, found);
    }

    public static <U> U lookupSingleton(Class<U> type) {
        ExtensionList<U> all = lookup(type);
        if (all.size() != 1) {
            throw new IllegalStateException("Expected 1 instance of " + type.getName() + " but got " + all.size());
        }
        return all.get(0);
    }

    public static <U> U lookupFirst(Class<U> type) {
        ExtensionList<U> all = lookup(type);
        if (all.isEmpty()) {
            throw new IllegalStateException("Found no instance of " + type.getName());
        }
        return all.get(0);
    }

    /** Forgets every instance that was made. */
    public static void clearLegacyInstances() {
        INSTANCES.clear();
    }

    public <U extends T> U get(Class<U> type) {
        for (T each : found) {
            if (each.getClass() == type) {
                return type.cast(each);
            }
        }
        return null;
    }

    @Override
    public T get(int index) {
        return found.get(index);
    }

    @Override
    public int size() {
        return found.size();
    }

    private static List<Object> indexed() {
        List<Object> all = new ArrayList<>();
        ClassLoader loader = ExtensionList.class.getClassLoader();
        for (IndexItem<Extension, Object> item : Index.load(Extension.class, Object.class, loader)) {
            String key = item.className() + "#" + item.memberName();
            Object instance = INSTANCES.get(key);
            if (instance == null) {
                try {
                    instance = item.instance();
                } catch (InstantiationException | LinkageError broken) {
                    if (item.annotation().optional()) {
                        continue;
                    }
                    throw new IllegalStateException("Cannot make the extension " + key + ".", broken);
                }
                Object before = INSTANCES.putIfAbsent(key, instance);
                instance = before == null ? instance : before;
            }
            all.add(instance);
        }
        return all;
    }
}
