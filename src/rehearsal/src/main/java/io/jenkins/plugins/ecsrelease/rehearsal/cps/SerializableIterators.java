package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A Groovy category that replaces the JDK's iterators, which cannot be saved, so that a program may be saved in the
 * middle of a loop. A loop walks over what the collection held when the loop began.
 */
public final class SerializableIterators {

    private SerializableIterators() {}

    public static <T> Iterator<T> iterator(Collection<T> collection) {
        return new Walk<>(new ArrayList<>(collection));
    }

    public static <T> Iterator<T> iterator(List<T> list) {
        return new Walk<>(new ArrayList<>(list));
    }

    public static <T> Iterator<T> iterator(Set<T> set) {
        return new Walk<>(new ArrayList<>(set));
    }

    public static <K, V> Iterator<Map.Entry<K, V>> iterator(Map<K, V> map) {
        return new Walk<>(new ArrayList<>(entrySet(map)));
    }

    public static <K, V> Set<Map.Entry<K, V>> entrySet(Map<K, V> map) {
        Set<Map.Entry<K, V>> entries = new LinkedHashSet<>();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            entries.add(new AbstractMap.SimpleImmutableEntry<>(entry));
        }
        return entries;
    }

    public static <K, V> Set<K> keySet(Map<K, V> map) {
        return new LinkedHashSet<>(map.keySet());
    }

    public static <K, V> Collection<V> values(Map<K, V> map) {
        return new ArrayList<>(map.values());
    }

    private static final class Walk<T> implements Iterator<T>, Serializable {

        private static final long serialVersionUID = 1;

        private final ArrayList<T> elements;
        private int next;

        Walk(ArrayList<T> elements) {
            this.elements = elements;
        }

        @Override
        public boolean hasNext() {
            return next < elements.size();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return elements.get(next++);
        }
    }
}
