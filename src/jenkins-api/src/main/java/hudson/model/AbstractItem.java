package hudson.model;

import hudson.security.ACL;
import java.io.File;
import java.io.IOException;
import jenkins.model.Jenkins;

public abstract class AbstractItem extends Actionable implements Item {
    protected transient String name;
    private transient ItemGroup<? extends Item> parent;

    protected AbstractItem(ItemGroup<? extends Item> parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    @Override
    public ItemGroup<? extends Item> getParent() {
        return parent;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getDisplayName() {
        return name;
    }

    @Override
    public final String getFullName() {
        String group = parent.getFullName();
        return group.isEmpty() ? name : group + "/" + name;
    }

    @Override
    public final String getFullDisplayName() {
        return getFullName().replace("/", " » ");
    }

    @Override
    public final String getUrl() {
        return parent.getUrl() + getShortUrl();
    }

    @Override
    public String getShortUrl() {
        return "job/" + hudson.Util.rawEncode(name) + "/";
    }

    @Override
    public File getRootDir() {
        return new File(new File(parent.getRootDir(), "jobs"), name);
    }

    @Override
    public ACL getACL() {
        return Jenkins.get().getACL();
    }

    @Override
    public void save() throws IOException {}
}
