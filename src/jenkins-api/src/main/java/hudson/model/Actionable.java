package hudson.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.TransientActionFactory;

/** Something that carries actions. Kept in memory here. */
public abstract class Actionable extends AbstractModelObject {

    private final transient List<Action> actions = new CopyOnWriteArrayList<>();

    /** The persistent actions: changes to the list last. */
    public List<Action> getActions() {
        return actions;
    }

    /** The persistent actions and those that factories make. */
    public final List<? extends Action> getAllActions() {
        List<Action> all = new ArrayList<>(getActions());
        for (TransientActionFactory<?> factory : hudson.ExtensionList.lookup(TransientActionFactory.class)) {
            all.addAll(made(factory));
        }
        return all;
    }

    private <T> List<Action> made(TransientActionFactory<T> factory) {
        return factory.type().isInstance(this) ? List.copyOf(factory.createFor(factory.type().cast(this))) : List.of();
    }

    public <T extends Action> List<T> getActions(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (Action each : getAllActions()) {
            if (type.isInstance(each)) {
                found.add(type.cast(each));
            }
        }
        return found;
    }

    public <T extends Action> T getAction(Class<T> type) {
        for (Action each : getActions()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        List<T> all = getActions(type);
        return all.isEmpty() ? null : all.get(0);
    }

    public void addAction(Action action) {
        getActions().add(action);
    }

    public void replaceAction(Action action) {
        addOrReplaceAction(action);
    }

    public boolean addOrReplaceAction(Action action) {
        getActions().removeIf(each -> each.getClass() == action.getClass());
        getActions().add(action);
        return true;
    }

    public boolean removeAction(Action action) {
        return getActions().remove(action);
    }
}
