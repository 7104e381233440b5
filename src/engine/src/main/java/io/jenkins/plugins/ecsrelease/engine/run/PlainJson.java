package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.List;

/**
 * How records of plain values are written: by their components alone, so that a method on a phase never becomes a field
 * by accident, and read back strictly, so that a changed record is noticed instead of half understood.
 *
 * <p>A sealed interface of ours carries the simple name of its record in {@code "is"}.
 */
final class PlainJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .annotationIntrospector(new SealedTypes())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(MapperFeature.AUTO_DETECT_SETTERS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .build();

    private PlainJson() {}

    private static final class SealedTypes extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
            JsonTypeInfo.Value declared = super.findPolymorphicTypeInfo(config, annotated);
            if (declared == null && annotated instanceof AnnotatedClass && sealed(annotated.getRawType())) {
                return JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "is", null, false, true);
            }
            return declared;
        }

        @Override
        public List<NamedType> findSubtypes(Annotated annotated) {
            Class<?> type = annotated.getRawType();
            if (!(annotated instanceof AnnotatedClass) || type == null || !type.isInterface() || !type.isSealed()) {
                return super.findSubtypes(annotated);
            }
            List<NamedType> records = new ArrayList<>();
            collect(type, records);
            return records;
        }

        @Override
        public String findTypeName(AnnotatedClass type) {
            String declared = super.findTypeName(type);
            return declared == null && type.getRawType().isRecord() && sealed(type.getRawType())
                    ? type.getRawType().getSimpleName()
                    : declared;
        }

        private static void collect(Class<?> type, List<NamedType> records) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                if (permitted.isRecord()) {
                    records.add(new NamedType(permitted, permitted.getSimpleName()));
                } else if (permitted.isSealed()) {
                    collect(permitted, records);
                }
            }
        }

        /** The interface, or a record that one permits: the name must be written whichever way it is reached. */
        private static boolean sealed(Class<?> type) {
            if (type == null || !type.getName().startsWith("io.jenkins.plugins.ecsrelease.")) {
                return false;
            }
            if (type.isInterface() && type.isSealed()) {
                return true;
            }
            for (Class<?> parent : type.getInterfaces()) {
                if (type.isRecord() && parent.isSealed()) {
                    return true;
                }
            }
            return false;
        }
    }
}
