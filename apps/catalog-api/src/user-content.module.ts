import { Module } from '@nestjs/common';
import { type Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { LikeContent } from './likes/like-content/like-content.usecase.js';
import { LikeController } from './likes/like.controller.js';
import { UnlikeContent } from './likes/unlike-content/unlike-content.usecase.js';
import { ListeningAnalyticsController } from './listening/analytics/listening-analytics.controller.js';
import { ListeningController } from './listening/listening.controller.js';
import { finishedPlays } from './listening/record-listening/finished-plays.collector.js';
import { RecordListening } from './listening/record-listening/record-listening.usecase.js';
import { MarkNotificationRead } from './live-sync/notifications/mark-read/mark-notification-read.usecase.js';
import { NotificationController } from './live-sync/notifications/notification.controller.js';
import { AddTracks } from './playlists/add-tracks/add-tracks.usecase.js';
import { ChangePlaylist } from './playlists/change-playlist/change-playlist.usecase.js';
import { CreatePlaylist } from './playlists/create-playlist/create-playlist.usecase.js';
import { DeletePlaylist } from './playlists/delete-playlist/delete-playlist.usecase.js';
import { PlaylistEvents } from './playlists/playlist-events.js';
import { PlaylistTracksController } from './playlists/playlist-tracks.controller.js';
import { PlaylistController } from './playlists/playlist.controller.js';
import { RemoveTracks } from './playlists/remove-tracks/remove-tracks.usecase.js';
import { SettingController } from './settings/setting.controller.js';
import { WriteSettings } from './settings/write-settings/write-settings.usecase.js';
import { CLOCK, METRICS, USER_DATABASE } from './tokens.js';

const playlists = [AddTracks, ChangePlaylist, CreatePlaylist, DeletePlaylist, PlaylistEvents, RemoveTracks];

const recordListening = {
  provide: RecordListening,
  inject: [USER_DATABASE, CLOCK, METRICS],
  useFactory: (database: Database, clock: Clock, metrics: Metrics) =>
    new RecordListening(database, clock, finishedPlays(metrics)),
};

/** What users keep of their own: likes, playlists, settings, what they heard, and what they have been told. */
@Module({
  controllers: [
    LikeController,
    ListeningAnalyticsController,
    ListeningController,
    NotificationController,
    PlaylistController,
    PlaylistTracksController,
    SettingController,
  ],
  providers: [...playlists, LikeContent, MarkNotificationRead, recordListening, UnlikeContent, WriteSettings],
})
export class UserContentModule {}
