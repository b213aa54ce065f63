package io.orbstrike.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * How connections are opened and who logs in on them.
 *
 * <p>Immutable. {@link #toString} shows no secret.
 */
final class Dialer {

    private static final String REFUSED_BY_TLS =
            "the server broke off over TLS: it may ask for a certificate, or not trust the one it was shown";

    private final Optional<String> user;
    private final Optional<String> password;
    private final int database;
    private final @Nullable SSLContext tls;
    private final int connectTimeoutMs;
    private final int readTimeoutMs;

    /**
     * Creates a dialer.
     *
     * @param tls what connections are encrypted with, null for plain ones
     */
    Dialer(
            Optional<String> user,
            Optional<String> password,
            int database,
            @Nullable SSLContext tls,
            Duration connectTimeout,
            Duration readTimeout) {
        this.user = user;
        this.password = password;
        this.database = database;
        this.tls = tls;
        this.connectTimeoutMs = (int) connectTimeout.toMillis();
        this.readTimeoutMs = (int) readTimeout.toMillis();
    }

    /**
     * Opens a connection and logs in. Blocks.
     *
     * @throws JedisException if that fails; then nothing is open
     */
    Connection open(HostAndPort node) {
        try {
            return new Connection(sockets(node), config());
        } catch (JedisConnectionException e) {
            // With TLS 1.3 a server refuses a client's certificate when the client is done already and has begun to
            // write:
            // then its alert may be lost, and all that is seen is a connection that breaks.
            if (tls != null && Failures.isBroken(e)) {
                throw new JedisConnectionException(REFUSED_BY_TLS, e);
            }
            throw e;
        }
    }

    JedisSocketFactory sockets(HostAndPort node) {
        return () -> socket(node);
    }

    /** RESP2 by HELLO: any server from 6 on speaks it, and it brings nothing that was not asked for. */
    JedisClientConfig config() {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .socketTimeoutMillis(readTimeoutMs)
                .database(database);
        password.ifPresent(config::password);
        user.ifPresent(config::user);
        return config.build();
    }

    /** Looks the name up each time, so that addresses may change, and tries all of them. */
    private Socket socket(HostAndPort node) {
        JedisConnectionException failure = new JedisConnectionException("no connection to " + node);
        try {
            for (InetAddress address : InetAddress.getAllByName(node.getHost())) {
                try {
                    return socket(node, address);
                } catch (IOException e) {
                    failure.addSuppressed(e);
                }
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private Socket socket(HostAndPort node, InetAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            // What a broken connection still has to send is of no use to anybody.
            socket.setSoLinger(true, 0);
            socket.connect(new InetSocketAddress(address, node.getPort()), connectTimeoutMs);
            socket.setSoTimeout(readTimeoutMs);
            return tls == null ? socket : encrypted(socket, node, tls);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket encrypted(Socket socket, HostAndPort node, SSLContext tls) throws IOException {
        SSLSocket encrypted =
                (SSLSocket) tls.getSocketFactory().createSocket(socket, node.getHost(), node.getPort(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }
}
