package hudson.model;

import java.io.File;
import java.util.Collection;

public interface ItemGroup<T extends Item> extends PersistenceRoot, ModelObject {
    String getFullName();

    String getFullDisplayName();

    Collection<T> getItems();

    String getUrl();

    T getItem(String name);

    File getRootDirFor(T child);
}
