package jenkins.model;

import hudson.ExtensionPoint;
import java.util.Comparator;

/** How names of users are compared. */
public abstract class IdStrategy implements ExtensionPoint, Comparator<String> {
    public boolean equals(String one, String other) {
        return compare(one, other) == 0;
    }
}
