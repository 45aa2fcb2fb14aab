import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { registerConsolePage } from './console-page.plugin.ts';
import { publicFolder } from './public-folder.ts';

/** Puts the console page on the HTTP server that Nest runs on. */
@Injectable()
export class ConsolePageMount implements OnModuleInit {
  constructor(private readonly http: HttpAdapterHost<FastifyAdapter>) {}

  async onModuleInit(): Promise<void> {
    await registerConsolePage(this.http.httpAdapter.getInstance(), publicFolder);
  }
}

@Module({ providers: [ConsolePageMount] })
export class ConsolePageModule {}
