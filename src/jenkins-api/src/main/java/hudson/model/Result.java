package hudson.model;

import java.io.Serializable;
import java.util.List;

/** How a build ended, from good to bad. */
public final class Result implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final Result SUCCESS = new Result("SUCCESS", 0, true);
    public static final Result UNSTABLE = new Result("UNSTABLE", 1, true);
    public static final Result FAILURE = new Result("FAILURE", 2, true);
    public static final Result NOT_BUILT = new Result("NOT_BUILT", 3, false);
    public static final Result ABORTED = new Result("ABORTED", 4, false);

    private static final List<Result> ALL = List.of(SUCCESS, UNSTABLE, FAILURE, NOT_BUILT, ABORTED);

    private final String name;
    public final int ordinal;
    public final boolean completeBuild;

    private Result(String name, int ordinal, boolean completeBuild) {
        this.name = name;
        this.ordinal = ordinal;
        this.completeBuild = completeBuild;
    }

    public Result combine(Result other) {
        return isWorseThan(other) ? this : other;
    }

    public boolean isWorseThan(Result other) {
        return ordinal > other.ordinal;
    }

    public boolean isWorseOrEqualTo(Result other) {
        return ordinal >= other.ordinal;
    }

    public boolean isBetterThan(Result other) {
        return ordinal < other.ordinal;
    }

    public boolean isBetterOrEqualTo(Result other) {
        return ordinal <= other.ordinal;
    }

    public static Result fromString(String name) {
        return ALL.stream().filter(each -> each.name.equalsIgnoreCase(name)).findFirst().orElse(FAILURE);
    }

    @Override
    public String toString() {
        return name;
    }

    private Object readResolve() {
        return fromString(name);
    }
}
