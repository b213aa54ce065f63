package io.orbstrike.server.config;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML file of options: a flat map from keys to values, or to lists of values. Values are kept as they are written, so
 * that each option's own converter reads them.
 *
 * <p>Immutable.
 *
 * @param values by key, in the file's order; a list is joined by commas
 */
record ConfigFile(Map<String, String> values) {

    private static final long FILE_BYTES_MAX = 1 << 20;

    ConfigFile {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads a file; blocks.
     *
     * @throws ConfigException if it cannot be read or is no flat map
     */
    static ConfigFile read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new ConfigException(file + ": is larger than 1 MiB");
            }
            try (JsonParser yaml = new YAMLFactory()
                    .createParser(Files.readString(file))
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)) {
                return new ConfigFile(readMap(file, yaml));
            }
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + at(e) + ": is no YAML: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, String> readMap(Path file, JsonParser yaml) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        JsonToken first = yaml.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL || first == JsonToken.NOT_AVAILABLE) {
            return values;
        }
        if (first != JsonToken.START_OBJECT) {
            throw new ConfigException(file + ": must be a map of options, such as 'port: 8080'");
        }
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            String key = yaml.currentName();
            JsonToken token = yaml.nextToken();
            if (token == JsonToken.START_ARRAY) {
                values.put(key, readList(file, key, yaml));
            } else {
                values.put(key, readScalar(file, key, token, yaml));
            }
        }
        if (yaml.nextToken() != null) {
            throw new ConfigException(file + ": holds more than one document");
        }
        return values;
    }

    private static String readList(Path file, String key, JsonParser yaml) throws IOException {
        List<String> elements = new ArrayList<>();
        JsonToken token = yaml.nextToken();
        while (token != JsonToken.END_ARRAY) {
            elements.add(readScalar(file, key, token, yaml));
            token = yaml.nextToken();
        }
        return String.join(",", elements);
    }

    private static String readScalar(Path file, String key, JsonToken token, JsonParser yaml) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            throw new ConfigException(file + ": " + key + ": has no value");
        }
        if (!token.isScalarValue()) {
            throw new ConfigException(file + ": " + key + ": must be a value or a list of values");
        }
        return yaml.getText();
    }

    private static String at(JsonProcessingException e) {
        boolean isPlaced = e instanceof JsonParseException && e.getLocation() != null;
        return isPlaced ? ":" + e.getLocation().getLineNr() : "";
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").strip();
    }
}
